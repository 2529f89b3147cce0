package dev.edgewise.sdk.spi.model;

import dev.edgewise.sdk.spi.Fields;
import dev.edgewise.sdk.spi.WireReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Codecs of pictures and what they are asked for with. */
final class PictureCodecs {
  private PictureCodecs() {}

  static final class OfGenerateRequest extends RecordCodec<GenerateRequest> {
    OfGenerateRequest() {
      super("GenerateRequest");
    }

    @Override
    void fields(GenerateRequest value, FieldVisitor out) {
      if (!value.profile().equals(ServingProfile.DEFAULT)) {
        out.message(1, ModelCodecs.SERVING_PROFILE, value.profile());
      }
      out.text(2, value.prompt());
      value.steps().ifPresent(steps -> out.presentNumber(3, steps));
      value.guidanceScale().ifPresent(scale -> out.presentFloat64(4, scale));
      value.seed().ifPresent(seed -> out.presentNumber(5, seed));
      out.number(6, value.count());
      out.text(7, value.negativePrompt());
      out.number(8, value.previews());
    }

    @Override
    GenerateRequest parse(WireReader in) {
      ServingProfile profile = ServingProfile.DEFAULT;
      String prompt = "";
      OptionalInt steps = OptionalInt.empty();
      OptionalDouble guidanceScale = OptionalDouble.empty();
      OptionalLong seed = OptionalLong.empty();
      int count = 0;
      String negativePrompt = "";
      int previews = 0;
      for (int tag = in.tag(); tag != 0; tag = in.tag()) {
        switch (tag) {
          case 1 << 3 | WireReader.LENGTH_DELIMITED ->
              profile = in.message(ModelCodecs.SERVING_PROFILE);
          case 2 << 3 | WireReader.LENGTH_DELIMITED -> prompt = in.string();
          case 3 << 3 | WireReader.VARINT -> steps = OptionalInt.of(in.int32());
          case 4 << 3 | WireReader.FIXED64 -> guidanceScale = OptionalDouble.of(in.float64());
          case 5 << 3 | WireReader.VARINT -> seed = OptionalLong.of(in.int64());
          case 6 << 3 | WireReader.VARINT -> count = in.int32();
          case 7 << 3 | WireReader.LENGTH_DELIMITED -> negativePrompt = in.string();
          case 8 << 3 | WireReader.VARINT -> previews = in.int32();
          default -> in.skip(tag);
        }
      }
      return new GenerateRequest(
          profile,
          prompt,
          steps,
          guidanceScale,
          seed,
          count == 0 ? 1 : count,
          negativePrompt,
          previews);
    }
  }

  static final class OfGenerateResponse extends RecordCodec<GenerateResponse> {
    OfGenerateResponse() {
      super("GenerateResponse");
    }

    @Override
    void fields(GenerateResponse value, FieldVisitor out) {
      out.messages(1, ModelCodecs.PICTURE, value.pictures());
      out.text(2, value.subject());
      out.float64(3, value.similarity());
      out.number(4, value.steps());
      out.float64(5, value.guidanceScale());
    }

    @Override
    GenerateResponse parse(WireReader in) {
      List<Picture> pictures = new ArrayList<>();
      String subject = "";
      double similarity = 0;
      int steps = 0;
      double guidanceScale = 0;
      for (int tag = in.tag(); tag != 0; tag = in.tag()) {
        switch (tag) {
          case 1 << 3 | WireReader.LENGTH_DELIMITED ->
              add(
                  pictures,
                  in.message(ModelCodecs.PICTURE),
                  GenerateRequest.MOST_PICTURES,
                  "pictures");
          case 2 << 3 | WireReader.LENGTH_DELIMITED -> subject = in.string();
          case 3 << 3 | WireReader.FIXED64 -> similarity = in.float64();
          case 4 << 3 | WireReader.VARINT -> steps = in.int32();
          case 5 << 3 | WireReader.FIXED64 -> guidanceScale = in.float64();
          default -> in.skip(tag);
        }
      }
      return new GenerateResponse(pictures, subject, similarity, steps, guidanceScale);
    }
  }

  static final class OfPreview extends RecordCodec<Preview> {
    OfPreview() {
      super("Preview");
    }

    @Override
    void fields(Preview value, FieldVisitor out) {
      out.message(1, ModelCodecs.PICTURE, value.picture());
      out.number(2, value.index());
      out.number(3, value.step());
      out.number(4, value.steps());
    }

    @Override
    Preview parse(WireReader in) {
      @Nullable Picture picture = null;
      int index = 0;
      int step = 0;
      int steps = 0;
      for (int tag = in.tag(); tag != 0; tag = in.tag()) {
        switch (tag) {
          case 1 << 3 | WireReader.LENGTH_DELIMITED -> picture = in.message(ModelCodecs.PICTURE);
          case 2 << 3 | WireReader.VARINT -> index = in.int32();
          case 3 << 3 | WireReader.VARINT -> step = in.int32();
          case 4 << 3 | WireReader.VARINT -> steps = in.int32();
          default -> in.skip(tag);
        }
      }
      return new Preview(Fields.present(picture, messageName() + ".picture"), index, step, steps);
    }
  }

  static final class OfDrawEvent extends RecordCodec<DrawEvent> {
    OfDrawEvent() {
      super("DrawEvent");
    }

    @Override
    void fields(DrawEvent value, FieldVisitor out) {
      if (value instanceof DrawEvent.Previewed previewed) {
        out.message(1, ModelCodecs.PREVIEW, previewed.preview());
      } else if (value instanceof DrawEvent.Finished finished) {
        out.message(2, ModelCodecs.GENERATE_RESPONSE, finished.response());
      }
    }

    @Override
    DrawEvent parse(WireReader in) {
      @Nullable DrawEvent event = null;
      for (int tag = in.tag(); tag != 0; tag = in.tag()) {
        switch (tag) {
          case 1 << 3 | WireReader.LENGTH_DELIMITED ->
              event = new DrawEvent.Previewed(in.message(ModelCodecs.PREVIEW));
          case 2 << 3 | WireReader.LENGTH_DELIMITED ->
              event = new DrawEvent.Finished(in.message(ModelCodecs.GENERATE_RESPONSE));
          default -> in.skip(tag);
        }
      }
      return Fields.present(event, messageName() + ".kind");
    }
  }

  static final class OfPicture extends RecordCodec<Picture> {
    OfPicture() {
      super("Picture");
    }

    @Override
    void fields(Picture value, FieldVisitor out) {
      out.block(1, value.png());
      out.number(2, value.width());
      out.number(3, value.height());
      out.number(4, value.seed());
    }

    @Override
    Picture parse(WireReader in) {
      ByteBuffer png = ByteBuffer.allocate(0);
      int width = 0;
      int height = 0;
      long seed = 0;
      for (int tag = in.tag(); tag != 0; tag = in.tag()) {
        switch (tag) {
          case 1 << 3 | WireReader.LENGTH_DELIMITED -> png = in.block();
          case 2 << 3 | WireReader.VARINT -> width = in.int32();
          case 3 << 3 | WireReader.VARINT -> height = in.int32();
          case 4 << 3 | WireReader.VARINT -> seed = in.int64();
          default -> in.skip(tag);
        }
      }
      return new Picture(png, width, height, seed);
    }
  }
}
