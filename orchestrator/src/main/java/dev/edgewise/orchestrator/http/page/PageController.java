package dev.edgewise.orchestrator.http.page;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Produces;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Serves the page's files from the class path. A browser asks each time whether it has the newest,
 * so that an upgrade is never seen in half.
 */
@Controller
@Produces(MediaType.ALL)
final class PageController {
  private static final String FOLDER = "META-INF/edgewise/dashboard/";
  private static final Pattern FILE = Pattern.compile("[a-z]{1,32}\\.(html|css|js|svg)");
  private static final Map<String, MediaType> TYPES =
      Map.of(
          "html", MediaType.of("text/html; charset=utf-8"),
          "css", MediaType.of("text/css; charset=utf-8"),
          "js", MediaType.of("text/javascript; charset=utf-8"),
          "svg", MediaType.of("image/svg+xml"));

  private final Map<String, Content> files = new ConcurrentHashMap<>();

  @SuppressWarnings("ArrayRecordComponent")
  private record Content(byte[] bytes, String tag) {}

  @Get("/")
  HttpResponse<byte[]> page(HttpRequest<?> request) {
    return file("index.html", request);
  }

  @Get("/{name}")
  HttpResponse<byte[]> file(@PathVariable("name") String name, HttpRequest<?> request) {
    Content content = FILE.matcher(name).matches() ? content(name) : null;
    if (content == null) {
      // Failures finds the words.
      return HttpResponse.notFound();
    }
    MutableHttpResponse<byte[]> answer =
        content.tag().equals(request.getHeaders().get(HttpHeaders.IF_NONE_MATCH))
            ? HttpResponse.notModified()
            : HttpResponse.ok(content.bytes())
                .contentType(TYPES.get(name.substring(name.lastIndexOf('.') + 1)));
    return answer
        .header(HttpHeaders.ETAG, content.tag())
        .header(HttpHeaders.CACHE_CONTROL, "no-cache");
  }

  private @Nullable Content content(String name) {
    Content known = files.get(name);
    if (known != null) {
      return known;
    }
    try (InputStream in =
        PageController.class.getClassLoader().getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        return null;
      }
      byte[] bytes = in.readAllBytes();
      Content content = new Content(bytes, '"' + digest(bytes) + '"');
      files.put(name, content);
      return content;
    } catch (IOException e) {
      throw new UncheckedIOException("the page's file " + name + " cannot be read", e);
    }
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("each Java has SHA-256", e);
    }
  }
}
