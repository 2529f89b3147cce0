package dev.edgewise.serving.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.edgewise.sdk.spi.Framing;
import dev.edgewise.sdk.spi.MalformedMessage;
import dev.edgewise.sdk.spi.Message;
import dev.edgewise.sdk.spi.WireReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * How one request of {@code ModelStreamInfer}, Triton's extension of the protocol, is answered: a
 * {@code ModelStreamInferResponse} that holds either what {@code ModelInfer} answers, or words of
 * what went wrong beside what the request called itself. Pure.
 *
 * @param model as the request has it; empty when it cannot be read
 * @param version as the request has it
 * @param id as the request has it
 * @see <a
 *     href="https://github.com/triton-inference-server/server/blob/main/src/grpc/stream_infer_handler.cc">Triton's
 *     own</a>
 */
public record StreamedInference(String model, String version, String id) implements Framing {
  /** The method's name. */
  public static final String METHOD = "ModelStreamInfer";

  /** The method of the service that each request calls. */
  public static final String EACH = "ModelInfer";

  /** Requests in hand on one stream; whoever sends more is not read until one is answered. */
  public static final int MOST_CALLS = 64;

  /** Bytes of requests in hand on one stream, above which no further one is read. */
  public static final long MOST_BYTES = Inference.LARGEST;

  private static final StreamedInference NOBODY = new StreamedInference("", "", "");

  /** Each request has one answer, so each is the last: Triton says so whether asked to or not. */
  private static final byte[] FINAL =
      new Fields()
          .message(
              4,
              entry -> entry.text(1, "triton_final_response").message(2, yes -> yes.flag(1, true)))
          .bytes();

  /** What a request calls itself; of what is none nothing is known. */
  public static StreamedInference of(Message request) {
    try {
      return WireReader.read(request, StreamedInference::read);
    } catch (MalformedMessage e) {
      return NOBODY;
    }
  }

  private static StreamedInference read(WireReader in) {
    String[] named = {"", "", ""};
    for (int tag = in.tag(); tag != 0; tag = in.tag()) {
      int field = tag >>> 3;
      if (field <= named.length && (tag & 7) == WireReader.LENGTH_DELIMITED) {
        ByteBuffer text = in.block();
        // What is longer is refused, and not said again.
        named[field - 1] =
            text.remaining() > Inference.LONGEST_ID ? "" : UTF_8.decode(text).toString();
      } else {
        in.skip(tag);
      }
    }
    return new StreamedInference(named[0], named[1], named[2]);
  }

  /** {@inheritDoc} It is not copied. */
  @Override
  public Message answer(Message inferred) {
    List<ByteBuffer> parts = new ArrayList<>();
    parts.add(ByteBuffer.wrap(new Fields().key(2, inferred.size() + FINAL.length).bytes()));
    parts.addAll(inferred.parts());
    parts.add(ByteBuffer.wrap(FINAL));
    return Message.of(parts);
  }

  @Override
  public Message failure(String because) {
    byte[] named = new Fields().text(1, model).text(2, version).text(3, id).bytes();
    return Message.of(
        List.of(
            ByteBuffer.wrap(new Fields().text(1, because).bytes()),
            ByteBuffer.wrap(new Fields().key(2, named.length + FINAL.length).bytes()),
            ByteBuffer.wrap(named),
            ByteBuffer.wrap(FINAL)));
  }
}
