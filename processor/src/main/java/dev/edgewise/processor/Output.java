package dev.edgewise.processor;

import dev.edgewise.processor.diag.Code;
import dev.edgewise.processor.diag.Report;
import dev.edgewise.processor.emit.ClassPath;
import dev.edgewise.processor.emit.GeneratedFile;
import dev.edgewise.processor.model.SourceRef;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Writer;
import java.net.URI;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import javax.annotation.processing.Filer;
import javax.tools.FileObject;
import javax.tools.StandardLocation;

/** The files of the compilation: written through the compiler's filer, each once. */
final class Output implements ClassPath {
  private final Filer filer;
  private final Set<String> written = new HashSet<>();

  Output(Filer filer) {
    this.filer = filer;
  }

  void write(GeneratedFile.Source file, Report report) {
    if (!written.add(file.name().binary())) {
      return;
    }
    try (Writer writer =
        filer
            .createSourceFile(file.name().packageName() + "." + file.name().nested())
            .openWriter()) {
      writer.write(file.text());
    } catch (IOException e) {
      report.add(Code.EW0002, SourceRef.NONE, file.name(), String.valueOf(e.getMessage()));
    }
  }

  void write(GeneratedFile.Resource file, Report report) {
    try (OutputStream out =
        filer.createResource(StandardLocation.CLASS_OUTPUT, "", file.path()).openOutputStream()) {
      out.write(file.content());
    } catch (IOException e) {
      report.add(Code.EW0002, SourceRef.NONE, file.path(), String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Optional<byte[]> resource(String path) {
    try {
      FileObject found = filer.getResource(StandardLocation.CLASS_PATH, "", path);
      if (found.toUri().equals(ownUri(path))) {
        return Optional.empty();
      }
      try (InputStream in = found.openInputStream()) {
        return Optional.of(in.readAllBytes());
      }
    } catch (IOException | IllegalArgumentException e) {
      // Not there; or a compiler that has no class path to look into.
      return Optional.empty();
    }
  }

  /**
   * Where our own output of that name lies: Maven puts it on the class path, and an earlier build
   * may have left it.
   */
  private URI ownUri(String path) throws IOException {
    return filer.getResource(StandardLocation.CLASS_OUTPUT, "", path).toUri();
  }
}
