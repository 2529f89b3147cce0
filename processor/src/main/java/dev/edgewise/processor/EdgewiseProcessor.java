package dev.edgewise.processor;

import dev.edgewise.processor.diag.Code;
import dev.edgewise.processor.diag.Report;
import dev.edgewise.processor.emit.Emitter;
import dev.edgewise.processor.lock.Numbering;
import dev.edgewise.processor.model.CompilationModel;
import dev.edgewise.processor.model.SourceRef;
import dev.edgewise.processor.scan.Printer;
import dev.edgewise.processor.scan.SourceScanner;
import java.io.PrintWriter;
import java.io.StringWriter;
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
  private static final String LOCK = "edgewise.lock";
  private static final String STRICT = "edgewise.lock.strict";
  private static final String SKIP = "edgewise.skip";

  private @Nullable Run run;

  /** For the service loader. */
  public EdgewiseProcessor() {}

  @Override
  public synchronized void init(ProcessingEnvironment environment) {
    super.init(environment);
    run = new Run(environment);
  }

  @Override
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    Run current = run;
    if (current != null && !Boolean.parseBoolean(processingEnv.getOptions().get(SKIP))) {
      current.round(round);
    }
    return false;
  }

  /** One compilation. */
  private static final class Run {
    private final SourceScanner scanner;
    private final Printer printer;
    private final Output output;
    private final Report report = new Report();

    Run(ProcessingEnvironment environment) {
      scanner = new SourceScanner(environment.getElementUtils(), environment.getTypeUtils());
      printer = new Printer(environment.getMessager());
      output = new Output(environment.getFiler());
    }

    void round(RoundEnvironment round) {
      try {
        scanner.scan(round, report);
        write(round.processingOver());
      } catch (RuntimeException e) {
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        report.add(Code.EW0001, SourceRef.NONE, e, trace);
      }
      printer.print(report);
    }

    private void write(boolean last) {
      CompilationModel model = Numbering.number(scanner.model());
      if (report.hasErrors()) {
        return;
      }
      Emitter emitter = new Emitter(model);
      if (last) {
        emitter.resources(output).forEach(file -> output.write(file, report));
      } else {
        emitter.sources().forEach(file -> output.write(file, report));
      }
    }
  }

  @Override
  public Set<String> getSupportedAnnotationTypes() {
    return Set.of("dev.edgewise.annotations.*");
  }

  @Override
  public Set<String> getSupportedOptions() {
    return Set.of(LOCK, STRICT, SKIP);
  }

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latestSupported();
  }
}
