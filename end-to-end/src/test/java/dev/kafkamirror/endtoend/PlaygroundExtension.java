package dev.kafkamirror.endtoend;

import dev.kafkamirror.quickstart.Playground;
import dev.kafkamirror.quickstart.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the one {@link Playground} that they all share; it ends with the last of them. When a
 * test fails, what its mirrors and pods said is kept in {@code target/failures}.
 */
class PlaygroundExtension implements ParameterResolver, AfterTestExecutionCallback {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(PlaygroundExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Playground.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(Playground.class, key -> start(), Playground.class);
  }

  @Override
  public void afterTestExecution(ExtensionContext context) throws IOException {
    Playground playground =
        context.getRoot().getStore(NAMESPACE).get(Playground.class, Playground.class);
    if (context.getExecutionException().isPresent() && playground != null) {
      Path directory = Files.createDirectories(Path.of("target", "failures"));
      String name = context.getRequiredTestClass().getSimpleName() + "-" + context.getDisplayName();
      Path file = directory.resolve(name.replaceAll("[^A-Za-z0-9]+", "-") + ".txt");
      Files.writeString(file, playground.report());
    }
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
