package dev.edgewise.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static com.google.testing.compile.Compiler.javac;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import java.io.IOException;
import java.io.Writer;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.Filer;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import javax.tools.JavaFileObject;
import org.junit.jupiter.api.Test;

/** How the processor behaves among other processors and in trouble. */
final class ProcessorTest {
  private static final JavaFileObject PING =
      Compiler.source(
          "demo.Ping",
          "package demo; @dev.edgewise.annotations.EdgeService public interface Ping { void ping();"
              + " }");

  @Test
  void it_can_be_switched_off() {
    Compilation compilation = new Compiler().with("-Aedgewise.skip=true").compile(List.of(PING));
    assertThat(compilation).succeededWithoutWarnings();
    assertThat(compilation.generatedSourceFiles()).isEmpty();
  }

  @Test
  void code_without_annotations_gets_nothing() {
    Compilation compilation =
        new Compiler().compile(List.of(Compiler.source("demo.A", "package demo; interface A {}")));
    assertThat(compilation).succeededWithoutWarnings();
    assertThat(compilation.generatedFiles()).hasSize(1);
  }

  @Test
  void it_waits_for_a_record_that_another_processor_writes() {
    JavaFileObject service =
        Compiler.source(
            "demo.Later",
            "package demo; @dev.edgewise.annotations.EdgeService public interface Later { int"
                + " work(Written value); }");
    Compilation compilation =
        javac()
            .withProcessors(new EdgewiseProcessor(), new WritesRecord())
            .withOptions("--release", "17")
            .compile(service);
    assertThat(compilation).succeeded();
    assertThat(compilation)
        .generatedSourceFile("demo.Written_Codec")
        .contentsAsUtf8String()
        .contains("value.x()");
  }

  @Test
  void it_waits_for_a_record_in_an_exception_and_in_a_stream() {
    JavaFileObject service =
        Compiler.source(
            "demo.Later",
            """
            package demo;
            @dev.edgewise.annotations.EdgeService
            public interface Later {
              java.util.stream.Stream<Written> work() throws Trouble;
              class Trouble extends Exception {
                private final Written written;
                public Trouble(Written written) { this.written = written; }
                public Written written() { return written; }
              }
            }
            """);
    Compilation compilation =
        javac()
            .withProcessors(new EdgewiseProcessor(), new WritesRecord())
            .withOptions("--release", "17")
            .compile(service);
    assertThat(compilation).succeeded();
    assertThat(compilation)
        .generatedSourceFile("demo.Later_Trouble_Codec")
        .contentsAsUtf8String()
        .contains("value.written()");
  }

  @Test
  void a_type_that_nobody_writes_is_left_to_the_compiler() {
    JavaFileObject service =
        Compiler.source(
            "demo.Never",
            "package demo; @dev.edgewise.annotations.EdgeService public interface Never { int"
                + " work(Missing value); }");
    Compilation compilation = new Compiler().compile(List.of(service));
    assertThat(compilation).hadErrorContaining("cannot find symbol");
    assertThat(compilation.errors()).hasSize(1);
  }

  @Test
  void a_mistake_of_its_own_is_one_diagnostic_that_asks_for_a_report() {
    Compilation compilation =
        javac().withProcessors(new Broken()).withOptions("--release", "17").compile(PING);
    assertThat(compilation)
        .hadErrorContaining(
            "EW0001: the annotation processor failed: java.lang.IllegalStateException: no disk");
    assertThat(compilation.errors()).hasSize(1);
  }

  /** Writes a record in the first round. */
  private static final class WritesRecord extends AbstractProcessor {
    private boolean done;

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
      if (!done) {
        done = true;
        try (Writer writer =
            processingEnv.getFiler().createSourceFile("demo.Written").openWriter()) {
          writer.write("package demo; public record Written(int x) {}");
        } catch (IOException e) {
          throw new java.io.UncheckedIOException(e);
        }
      }
      return false;
    }

    @Override
    public Set<String> getSupportedAnnotationTypes() {
      return Set.of("*");
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
      return SourceVersion.latestSupported();
    }
  }

  /** The processor, in a compiler whose filer fails in an unexpected way. */
  private static final class Broken extends AbstractProcessor {
    private final EdgewiseProcessor processor = new EdgewiseProcessor();

    @Override
    public synchronized void init(ProcessingEnvironment environment) {
      super.init(environment);
      Filer filer =
          (Filer)
              Proxy.newProxyInstance(
                  Filer.class.getClassLoader(),
                  new Class<?>[] {Filer.class},
                  (proxy, method, args) -> {
                    throw new IllegalStateException("no disk");
                  });
      processor.init(
          (ProcessingEnvironment)
              Proxy.newProxyInstance(
                  Filer.class.getClassLoader(),
                  new Class<?>[] {ProcessingEnvironment.class},
                  (proxy, method, args) ->
                      method.getName().equals("getFiler")
                          ? filer
                          : method.invoke(environment, args)));
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
      processor.process(annotations, round);
      return false;
    }

    @Override
    public Set<String> getSupportedAnnotationTypes() {
      return processor.getSupportedAnnotationTypes();
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
      return SourceVersion.latestSupported();
    }
  }
}
