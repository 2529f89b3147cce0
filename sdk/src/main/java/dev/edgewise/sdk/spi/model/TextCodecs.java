package dev.edgewise.sdk.spi.model;

import dev.edgewise.core.model.Tensor;
import dev.edgewise.sdk.spi.Fields;
import dev.edgewise.sdk.spi.MalformedMessage;
import dev.edgewise.sdk.spi.TensorCodec;
import dev.edgewise.sdk.spi.WireReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Codecs of generated texts, of what they are asked for with, and of points of texts. */
final class TextCodecs {
  private TextCodecs() {}

  static final class OfCompleteRequest extends RecordCodec<CompleteRequest> {
    OfCompleteRequest() {
      super("CompleteRequest");
    }

    @Override
    void fields(CompleteRequest value, FieldVisitor out) {
      if (!value.profile().equals(ServingProfile.DEFAULT)) {
        out.message(1, ModelCodecs.SERVING_PROFILE, value.profile());
      }
      out.text(2, value.prompt());
      out.messages(3, ModelCodecs.CHAT_MESSAGE, value.messages());
      value.maxTokens().ifPresent(tokens -> out.presentNumber(4, tokens));
      value.temperature().ifPresent(temperature -> out.presentFloat64(5, temperature));
      value.topP().ifPresent(share -> out.presentFloat64(6, share));
      out.number(7, value.topK());
      value.seed().ifPresent(seed -> out.presentNumber(8, seed));
      out.texts(9, value.stop());
      out.float64(10, value.frequencyPenalty());
      out.float64(11, value.presencePenalty());
    }

    @Override
    CompleteRequest parse(WireReader in) {
      ServingProfile profile = ServingProfile.DEFAULT;
      String prompt = "";
      List<ChatMessage> messages = new ArrayList<>();
      OptionalInt maxTokens = OptionalInt.empty();
      OptionalDouble temperature = OptionalDouble.empty();
      OptionalDouble topP = OptionalDouble.empty();
      int topK = 0;
      OptionalLong seed = OptionalLong.empty();
      List<String> stop = new ArrayList<>();
      double frequencyPenalty = 0;
      double presencePenalty = 0;
      for (int tag = in.tag(); tag != 0; tag = in.tag()) {
        switch (tag) {
          case 1 << 3 | WireReader.LENGTH_DELIMITED ->
              profile = in.message(ModelCodecs.SERVING_PROFILE);
          case 2 << 3 | WireReader.LENGTH_DELIMITED -> prompt = in.string();
          case 3 << 3 | WireReader.LENGTH_DELIMITED ->
              add(
                  messages,
                  in.message(ModelCodecs.CHAT_MESSAGE),
                  CompleteRequest.MOST_MESSAGES,
                  "messages");
          case 4 << 3 | WireReader.VARINT -> maxTokens = OptionalInt.of(in.int32());
          case 5 << 3 | WireReader.FIXED64 -> temperature = OptionalDouble.of(in.float64());
          case 6 << 3 | WireReader.FIXED64 -> topP = OptionalDouble.of(in.float64());
          case 7 << 3 | WireReader.VARINT -> topK = in.int32();
          case 8 << 3 | WireReader.VARINT -> seed = OptionalLong.of(in.int64());
          case 9 << 3 | WireReader.LENGTH_DELIMITED ->
              add(stop, in.string(), CompleteRequest.MOST_STOPS, "stop");
          case 10 << 3 | WireReader.FIXED64 -> frequencyPenalty = in.float64();
          case 11 << 3 | WireReader.FIXED64 -> presencePenalty = in.float64();
          default -> in.skip(tag);
        }
      }
      return new CompleteRequest(
          profile,
          prompt,
          messages,
          maxTokens,
          temperature,
          topP,
          topK,
          seed,
          stop,
          frequencyPenalty,
          presencePenalty);
    }
  }

  static final class OfChatMessage extends RecordCodec<ChatMessage> {
    OfChatMessage() {
      super("ChatMessage");
    }

    @Override
    void fields(ChatMessage value, FieldVisitor out) {
      out.text(1, value.role());
      out.text(2, value.text());
    }

    @Override
    ChatMessage parse(WireReader in) {
      String role = "";
      String text = "";
      for (int tag = in.tag(); tag != 0; tag = in.tag()) {
        switch (tag) {
          case 1 << 3 | WireReader.LENGTH_DELIMITED -> role = in.string();
          case 2 << 3 | WireReader.LENGTH_DELIMITED -> text = in.string();
          default -> in.skip(tag);
        }
      }
      return new ChatMessage(role, text);
    }
  }

  static final class OfTextChunk extends RecordCodec<TextChunk> {
    OfTextChunk() {
      super("TextChunk");
    }

    @Override
    void fields(TextChunk value, FieldVisitor out) {
      out.text(1, value.text());
      out.numbers(2, value.tokens());
      out.text(3, value.finish());
      value.usage().ifPresent(usage -> out.message(4, ModelCodecs.TEXT_USAGE, usage));
    }

    @Override
    TextChunk parse(WireReader in) {
      String text = "";
      long[] tokens = {};
      String finish = "";
      Optional<TextUsage> usage = Optional.empty();
      for (int tag = in.tag(); tag != 0; tag = in.tag()) {
        switch (tag) {
          case 1 << 3 | WireReader.LENGTH_DELIMITED -> text = in.string();
          case 2 << 3 | WireReader.LENGTH_DELIMITED -> tokens = packed(tokens, in.nested());
          case 2 << 3 | WireReader.VARINT -> tokens = with(tokens, in.int64());
          case 3 << 3 | WireReader.LENGTH_DELIMITED -> finish = in.string();
          case 4 << 3 | WireReader.LENGTH_DELIMITED ->
              usage = Optional.of(in.message(ModelCodecs.TEXT_USAGE));
          default -> in.skip(tag);
        }
      }
      return new TextChunk(text, tokens, finish, usage);
    }

    private long[] packed(long[] before, WireReader in) {
      // Each takes at least one byte of what is there, so this is bounded by the message.
      long[] all = Arrays.copyOf(before, before.length + in.remaining());
      int count = before.length;
      while (in.remaining() > 0) {
        all[count] = in.int64();
        count++;
      }
      return bounded(Arrays.copyOf(all, count));
    }

    private long[] with(long[] before, long token) {
      long[] all = Arrays.copyOf(before, before.length + 1);
      all[before.length] = token;
      return bounded(all);
    }

    private long[] bounded(long[] tokens) {
      if (tokens.length > TextChunk.MOST_TOKENS) {
        throw new MalformedMessage(
            messageName()
                + ".tokens: more of them (expected: at most "
                + TextChunk.MOST_TOKENS
                + ")");
      }
      return tokens;
    }
  }

  static final class OfTextUsage extends RecordCodec<TextUsage> {
    OfTextUsage() {
      super("TextUsage");
    }

    @Override
    void fields(TextUsage value, FieldVisitor out) {
      out.number(1, value.promptTokens());
      out.number(2, value.completionTokens());
      out.number(3, value.reusedTokens());
    }

    @Override
    TextUsage parse(WireReader in) {
      int prompt = 0;
      int completion = 0;
      int reused = 0;
      for (int tag = in.tag(); tag != 0; tag = in.tag()) {
        switch (tag) {
          case 1 << 3 | WireReader.VARINT -> prompt = in.int32();
          case 2 << 3 | WireReader.VARINT -> completion = in.int32();
          case 3 << 3 | WireReader.VARINT -> reused = in.int32();
          default -> in.skip(tag);
        }
      }
      return new TextUsage(prompt, completion, reused);
    }
  }

  static final class OfEmbedRequest extends RecordCodec<EmbedRequest> {
    OfEmbedRequest() {
      super("EmbedRequest");
    }

    @Override
    void fields(EmbedRequest value, FieldVisitor out) {
      if (!value.profile().equals(ServingProfile.DEFAULT)) {
        out.message(1, ModelCodecs.SERVING_PROFILE, value.profile());
      }
      out.texts(2, value.texts());
    }

    @Override
    EmbedRequest parse(WireReader in) {
      ServingProfile profile = ServingProfile.DEFAULT;
      List<String> texts = new ArrayList<>();
      for (int tag = in.tag(); tag != 0; tag = in.tag()) {
        switch (tag) {
          case 1 << 3 | WireReader.LENGTH_DELIMITED ->
              profile = in.message(ModelCodecs.SERVING_PROFILE);
          case 2 << 3 | WireReader.LENGTH_DELIMITED ->
              add(texts, in.string(), EmbedRequest.MOST_TEXTS, "texts");
          default -> in.skip(tag);
        }
      }
      return new EmbedRequest(profile, texts);
    }
  }

  static final class OfEmbedResponse extends RecordCodec<EmbedResponse> {
    OfEmbedResponse() {
      super("EmbedResponse");
    }

    @Override
    void fields(EmbedResponse value, FieldVisitor out) {
      out.messages(1, ModelCodecs.EMBEDDING, value.points());
      out.number(2, value.tokens());
    }

    @Override
    EmbedResponse parse(WireReader in) {
      List<Tensor> points = new ArrayList<>();
      long tokens = 0;
      for (int tag = in.tag(); tag != 0; tag = in.tag()) {
        switch (tag) {
          case 1 << 3 | WireReader.LENGTH_DELIMITED ->
              add(points, in.message(ModelCodecs.EMBEDDING), EmbedRequest.MOST_TEXTS, "embeddings");
          case 2 << 3 | WireReader.VARINT -> tokens = in.int64();
          default -> in.skip(tag);
        }
      }
      return new EmbedResponse(points, tokens);
    }
  }

  static final class OfEmbedding extends RecordCodec<Tensor> {
    OfEmbedding() {
      super("Embedding");
    }

    @Override
    void fields(Tensor value, FieldVisitor out) {
      out.message(1, TensorCodec.INSTANCE, value);
    }

    @Override
    Tensor parse(WireReader in) {
      @Nullable Tensor point = null;
      for (int tag = in.tag(); tag != 0; tag = in.tag()) {
        if (tag == (1 << 3 | WireReader.LENGTH_DELIMITED)) {
          point = in.message(TensorCodec.INSTANCE);
        } else {
          in.skip(tag);
        }
      }
      return Fields.present(point, messageName() + ".point");
    }
  }
}
