package dev.kafkamirror.api.crd;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.doctree.TextTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The Javadoc of source files as plain text: of a type by its name without the package, {@code
 * Outer.Inner}, of a record component or an enum constant by {@code Type.name}.
 */
final class Javadoc {
  private final Map<String, String> texts = new HashMap<>();

  private Javadoc() {}

  static Javadoc of(Path folder) throws IOException {
    Javadoc javadoc = new Javadoc();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (Stream<Path> files = Files.list(folder);
        StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      var sources = manager.getJavaFileObjectsFromPaths(files.sorted().toList());
      JavacTask task = (JavacTask) compiler.getTask(null, manager, null, null, null, sources);
      Collector collector = javadoc.new Collector(DocTrees.instance(task));
      task.parse().forEach(unit -> collector.scan(unit, null));
    }
    return javadoc;
  }

  Optional<String> type(Class<?> type) {
    return Optional.ofNullable(texts.get(name(type)));
  }

  Optional<String> member(Class<?> type, String name) {
    return Optional.ofNullable(texts.get(name(type) + "." + name));
  }

  private static String name(Class<?> type) {
    return type.getName().substring(type.getPackageName().length() + 1).replace('$', '.');
  }

  private static String plain(List<? extends DocTree> trees) {
    return trees.stream()
        .map(
            tree ->
                switch (tree) {
                  case TextTree text -> text.getBody();
                  case LiteralTree literal -> literal.getBody().getBody();
                  case LinkTree link -> link.getReference().getSignature();
                  default ->
                      throw new IllegalArgumentException("Use text and {@code} only: " + tree);
                })
        .collect(Collectors.joining())
        .replaceAll("\\s+", " ")
        .strip();
  }

  private final class Collector extends TreePathScanner<Void, String> {
    private final DocTrees docs;

    Collector(DocTrees docs) {
      this.docs = docs;
    }

    @Override
    public Void visitClass(ClassTree type, String outer) {
      String name = (outer == null ? "" : outer + ".") + type.getSimpleName();
      DocCommentTree doc = docs.getDocCommentTree(getCurrentPath());
      if (doc != null) {
        texts.put(name, plain(doc.getFullBody()));
        doc.getBlockTags().stream()
            .filter(ParamTree.class::isInstance)
            .map(ParamTree.class::cast)
            .forEach(
                param -> texts.put(name + "." + param.getName(), plain(param.getDescription())));
      }
      return super.visitClass(type, name);
    }

    @Override
    public Void visitVariable(VariableTree variable, String type) {
      DocCommentTree doc = docs.getDocCommentTree(getCurrentPath());
      if (doc != null) {
        texts.put(type + "." + variable.getName(), plain(doc.getFullBody()));
      }
      return super.visitVariable(variable, type);
    }
  }
}
