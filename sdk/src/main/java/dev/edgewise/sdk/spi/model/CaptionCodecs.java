package dev.edgewise.sdk.spi.model;

import dev.edgewise.sdk.spi.WireReader;
import java.util.ArrayList;
import java.util.List;

/** Codecs of captions and what they are looked for with. */
final class CaptionCodecs {
  private CaptionCodecs() {}

  static final class OfNearestRequest extends RecordCodec<NearestRequest> {
    OfNearestRequest() {
      super("NearestRequest");
    }

    @Override
    void fields(NearestRequest value, FieldVisitor out) {
      if (!value.profile().equals(ServingProfile.DEFAULT)) {
        out.message(1, ModelCodecs.SERVING_PROFILE, value.profile());
      }
      out.text(2, value.text());
      out.number(3, value.limit());
    }

    @Override
    NearestRequest parse(WireReader in) {
      ServingProfile profile = ServingProfile.DEFAULT;
      String text = "";
      int limit = 0;
      for (int tag = in.tag(); tag != 0; tag = in.tag()) {
        switch (tag) {
          case 1 << 3 | WireReader.LENGTH_DELIMITED ->
              profile = in.message(ModelCodecs.SERVING_PROFILE);
          case 2 << 3 | WireReader.LENGTH_DELIMITED -> text = in.string();
          case 3 << 3 | WireReader.VARINT -> limit = in.int32();
          default -> in.skip(tag);
        }
      }
      return new NearestRequest(profile, text, limit == 0 ? NearestRequest.DEFAULT_LIMIT : limit);
    }
  }

  static final class OfNearestResponse extends RecordCodec<NearestResponse> {
    OfNearestResponse() {
      super("NearestResponse");
    }

    @Override
    void fields(NearestResponse value, FieldVisitor out) {
      out.messages(1, ModelCodecs.CAPTION, value.captions());
    }

    @Override
    NearestResponse parse(WireReader in) {
      List<NearCaption> captions = new ArrayList<>();
      for (int tag = in.tag(); tag != 0; tag = in.tag()) {
        if (tag == (1 << 3 | WireReader.LENGTH_DELIMITED)) {
          add(captions, in.message(ModelCodecs.CAPTION), NearestRequest.MOST, "captions");
        } else {
          in.skip(tag);
        }
      }
      return new NearestResponse(captions);
    }
  }

  static final class OfCaption extends RecordCodec<NearCaption> {
    OfCaption() {
      super("Caption");
    }

    @Override
    void fields(NearCaption value, FieldVisitor out) {
      out.text(1, value.text());
      out.float64(2, value.similarity());
    }

    @Override
    NearCaption parse(WireReader in) {
      String text = "";
      double similarity = 0;
      for (int tag = in.tag(); tag != 0; tag = in.tag()) {
        switch (tag) {
          case 1 << 3 | WireReader.LENGTH_DELIMITED -> text = in.string();
          case 2 << 3 | WireReader.FIXED64 -> similarity = in.float64();
          default -> in.skip(tag);
        }
      }
      return new NearCaption(text, similarity);
    }
  }
}
