package dev.edgewise.serving.protocol.openai;

import static java.util.Objects.requireNonNull;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import dev.edgewise.core.ErrorCode;
import java.util.Optional;

/**
 * Why there is no answer, in the words that the clients of this protocol turn into exceptions of
 * their own.
 *
 * @param status of HTTP; it decides which exception
 * @param type a coarse kind, as {@code invalid_request_error}
 * @param message what, why and what to do, for people
 * @param param the field of the request that is to blame
 * @param code the protocol's own where it has one, else that of {@link ErrorCode}
 */
public record ApiError(
    int status, String type, String message, Optional<String> param, Optional<String> code) {
  static final String INVALID = "invalid_request_error";

  // Clients show messages to people as they are: quotes stay quotes.
  private static final Gson GSON =
      new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

  public ApiError {
    requireNonNull(type, "type");
    requireNonNull(message, "message");
    requireNonNull(param, "param");
    requireNonNull(code, "code");
  }

  /** A field of a request that cannot be taken as it is. */
  static ApiError invalid(String param, String message) {
    return new ApiError(400, INVALID, message, Optional.of(param), Optional.empty());
  }

  /** A request that cannot be taken, whatever field is to blame. */
  static ApiError invalid(String message) {
    return new ApiError(400, INVALID, message, Optional.empty(), Optional.empty());
  }

  /** No such model can be asked for that. */
  public static ApiError noModel(String message) {
    return new ApiError(
        404, INVALID, message, Optional.of("model"), Optional.of("model_not_found"));
  }

  /**
   * Of an error of a call.
   *
   * @param words its message, for people
   */
  public static ApiError of(ErrorCode code, String words) {
    return of(status(code), code, words);
  }

  /** Of an error whose status is known. */
  public static ApiError of(int status, ErrorCode code, String words) {
    return new ApiError(
        status,
        switch (status) {
          case 401 -> "authentication_error";
          case 403 -> "permission_error";
          case 429 -> "rate_limit_error";
          case 400, 404, 405, 410, 413, 415, 421 -> INVALID;
          default -> "server_error";
        },
        words,
        code == ErrorCode.NO_MODEL ? Optional.of("model") : Optional.empty(),
        Optional.of(
            switch (code) {
              case NO_MODEL -> "model_not_found";
              // Of a model: its context is shorter than that.
              case TOO_LARGE -> status == 400 ? "context_length_exceeded" : code.id();
              case OVERLOADED, NO_MODEL_MEMORY -> "rate_limit_exceeded";
              case KEY_REFUSED -> "invalid_api_key";
              default -> code.id();
            }));
  }

  /**
   * The status of an error.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-15">RFC 9110, status codes</a>
   */
  private static int status(ErrorCode code) {
    return switch (code) {
      case BAD_REQUEST, WRONG_TENSOR, UNKNOWN_PROMPT, TOO_LARGE -> 400;
      case KEY_REFUSED -> 401;
      case LABEL_REFUSED, PEER_REFUSED, NOT_PERMITTED -> 403;
      case NO_MODEL, NOT_FOUND, UNKNOWN_METHOD -> 404;
      case GENERATION_GONE -> 410;
      case NOT_ACCEPTED -> 415;
      case OVERLOADED, NO_MODEL_MEMORY -> 429;
      case CANCELLED -> 499;
      case BAD_ANSWER, NODE_LOST -> 502;
      case NO_NODE,
          NO_ACCELERATOR,
          UNREACHABLE,
          DRAINING,
          UNHEALTHY,
          MODEL_NOT_READY,
          ZONE_STARTING,
          ZONE_DOWN,
          CANNOT_WAKE,
          RULES_UNREADABLE,
          CLOSED ->
          503;
      case EXPIRED -> 504;
      default -> 500;
    };
  }

  /** Seconds after which a caller may try again; 0 when that would not help. */
  public int retryAfter() {
    return status == 429 || status == 503 ? 1 : 0;
  }

  /**
   * Whether the clients, which by themselves try twice more what failed with 429 or from 500 on,
   * had better not: what took all the time that it was given would take it again.
   */
  public boolean tryingAgainIsOfNoUse() {
    return status == 504 || status == 500;
  }

  /** {@code {"error":{…}}} with all four keys, on one line. */
  public String json() {
    JsonObject error = new JsonObject();
    error.addProperty("message", message);
    error.addProperty("type", type);
    error.addProperty("param", param.orElse(null));
    error.addProperty("code", code.orElse(null));
    JsonObject json = new JsonObject();
    json.add("error", error);
    return GSON.toJson(json);
  }
}
