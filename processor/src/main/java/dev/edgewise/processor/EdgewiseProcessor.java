package dev.edgewise.processor;

import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/**
 * What javac starts. Options: {@code edgewise.lock} (path of the lock file, which is only read),
 * {@code edgewise.lock.strict} (an unlocked number is an error), {@code edgewise.skip} (do
 * nothing).
 */
public final class EdgewiseProcessor extends AbstractProcessor {
  private static final String SKIP = "edgewise.skip";

  private @Nullable CompilationRun run;

  /** For the service loader. */
  public EdgewiseProcessor() {}

  @Override
  public synchronized void init(ProcessingEnvironment environment) {
    super.init(environment);
    run = new CompilationRun(environment);
  }

  @Override
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    CompilationRun current = run;
    if (current != null && !Boolean.parseBoolean(processingEnv.getOptions().get(SKIP))) {
      current.round(round);
    }
    // Others may read our annotations too.
    return false;
  }

  @Override
  public Set<String> getSupportedAnnotationTypes() {
    return Set.of("dev.edgewise.annotations.*");
  }

  @Override
  public Set<String> getSupportedOptions() {
    return Set.of(CompilationRun.LOCK, CompilationRun.STRICT, SKIP);
  }

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latestSupported();
  }
}
