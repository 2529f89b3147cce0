package dev.edgewise.processor;

import dev.edgewise.processor.check.Checks;
import dev.edgewise.processor.diag.Code;
import dev.edgewise.processor.diag.Report;
import dev.edgewise.processor.emit.Emitter;
import dev.edgewise.processor.emit.GeneratedFile;
import dev.edgewise.processor.lock.LockFile;
import dev.edgewise.processor.lock.LockTool;
import dev.edgewise.processor.lock.Numbering;
import dev.edgewise.processor.model.CompilationModel;
import dev.edgewise.processor.model.SourceRef;
import dev.edgewise.processor.scan.Printer;
import dev.edgewise.processor.scan.SourceScanner;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * One compilation: scans what each round brings, numbers and checks it, and writes the classes; the
 * files beside them are written when all rounds are over. Mistakes are collected and never thrown.
 */
final class CompilationRun {
  static final String LOCK = "edgewise.lock";
  static final String STRICT = "edgewise.lock.strict";

  private static final int TRACE_LINES = 12;

  private final SourceScanner scanner;
  private final Printer printer;
  private final Output output;
  private final Map<String, String> options;
  private boolean failed;
  private boolean broken;
  private boolean scanned;
  private @Nullable CompilationModel model;
  private String candidate = "";

  CompilationRun(ProcessingEnvironment environment) {
    scanner = new SourceScanner(environment.getElementUtils(), environment.getTypeUtils());
    printer = new Printer(environment.getMessager());
    output = new Output(environment.getFiler());
    options = environment.getOptions();
  }

  void round(RoundEnvironment round) {
    if (broken) {
      return;
    }
    Report report = new Report();
    try {
      if (scanner.scan(round, report)) {
        scanned = !report.hasErrors();
        prepare(report);
      }
      failed |= report.hasErrors();
      CompilationModel current = model;
      if (current != null) {
        write(new Emitter(current), round.processingOver(), report);
      }
    } catch (RuntimeException e) {
      broken = true;
      report.add(Code.EW0001, SourceRef.NONE, e, trace(e));
    }
    failed |= report.hasErrors();
    printer.print(report);
  }

  /** Enough to find the place, not the compiler's whole stack. */
  private static String trace(RuntimeException e) {
    return Arrays.stream(e.getStackTrace())
        .limit(TRACE_LINES)
        .map(frame -> "    at " + frame)
        .collect(Collectors.joining("\n"));
  }

  private void prepare(Report report) {
    LockFile lock = LockFile.read(Optional.ofNullable(options.get(LOCK)), report);
    Numbering numbering = new Numbering(lock, Boolean.parseBoolean(options.get(STRICT)), report);
    CompilationModel numbered = numbering.number(scanner.model());
    candidate = numbering.candidate();
    model = numbered;
    if (!scanner.isWaiting()) {
      Checks.check(numbered, report);
    }
  }

  private void write(Emitter emitter, boolean last, Report report) {
    if (last && scanned && !candidate.isEmpty()) {
      // Also when numbers are wrong: the lock tool compares the candidate with the lock to put them
      // right.
      byte[] text = candidate.getBytes(StandardCharsets.UTF_8);
      output.write(new GeneratedFile.Resource(LockTool.CANDIDATE, text), report);
    }
    if (failed) {
      return;
    }
    if (last) {
      emitter.resources(output).forEach(file -> output.write(file, report));
    } else {
      emitter.sources().forEach(file -> output.write(file, report));
    }
  }
}
