package dev.edgewise.serving.pipeline;

import static java.util.Objects.requireNonNull;

import dev.edgewise.core.ErrorCode;
import java.util.List;
import java.util.Optional;

/** What became of a request for pictures. */
public sealed interface Drawn {
  /**
   * They are there.
   *
   * @param pictures in the order of their seeds
   * @param subject what the model made of the prompt; empty for a model that reads any text
   * @param steps that each took
   * @param guidance that was used
   */
  record Finished(List<Picture> pictures, Optional<Match> subject, int steps, double guidance)
      implements Drawn {
    public Finished {
      pictures = List.copyOf(pictures);
      requireNonNull(subject, "subject");
    }
  }

  /**
   * They are not drawn because of what was asked for.
   *
   * @param code {@code BAD_REQUEST} or {@code UNKNOWN_PROMPT}
   * @param why what, why and what to do, without the text of the prompt
   * @param nearest the subject that comes nearest to an unknown prompt
   * @param known the subjects of a model that knows only some; else empty
   */
  record Refused(ErrorCode code, String why, Optional<Match> nearest, List<String> known)
      implements Drawn {
    public Refused {
      requireNonNull(code, "code");
      requireNonNull(why, "why");
      requireNonNull(nearest, "nearest");
      known = List.copyOf(known);
    }
  }

  /**
   * Drawing was ended early.
   *
   * @param code {@code EXPIRED} or {@code CANCELLED}
   * @param stepsDone of all pictures together
   */
  record Stopped(ErrorCode code, int stepsDone) implements Drawn {}

  /**
   * A picture.
   *
   * @param png the file
   * @param width in pixels
   * @param height in pixels
   * @param seed with which the same model draws it again
   */
  record Picture(byte[] png, int width, int height, long seed) {
    public Picture {
      png = png.clone();
    }

    @Override
    public byte[] png() {
      return png.clone();
    }
  }

  /**
   * A subject of the model, and how near the prompt is to it.
   *
   * @param subject for example {@code ankle boot}
   * @param similarity cosine, −1 to 1
   */
  record Match(String subject, double similarity) {}
}
