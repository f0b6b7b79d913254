package dev.kafkamirror.endtoend;

import dev.kafkamirror.quickstart.Playground;
import dev.kafkamirror.quickstart.ProjectFiles;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the one {@link Playground} that they all share; it ends with the last of them. */
class PlaygroundExtension implements ParameterResolver {

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Playground.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(PlaygroundExtension.class))
        .computeIfAbsent(Playground.class, key -> start(), Playground.class);
  }

  private static Playground start() {
    Playground playground =
        new Playground(ProjectFiles.find(), line -> System.out.println("playground: " + line));
    try {
      playground.startKubernetes(null);
      playground.startKafka();
      playground.introduceKafka();
      playground.installOperator();
      return playground;
    } catch (RuntimeException e) {
      playground.close();
      throw e;
    }
  }
}
