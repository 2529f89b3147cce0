package watch;

import dev.edgewise.annotations.Body;
import dev.edgewise.annotations.Tier;
import dev.edgewise.core.model.Tensor;
import java.util.List;
import java.util.stream.Stream;

@Body(Tier.CLOUD)
final class BigWatch implements Watch {
  @Override
  public Stream<Alert> watch(String door) {
    return Stream.of(new Alert(door, 0.5), new Alert(door, 1));
  }

  @Override
  public Stream<Integer> count(Tensor picture) throws DoorTrouble {
    if (picture.shape().isEmpty()) {
      throw new DoorTrouble("all", 2);
    }
    return picture.shape().stream();
  }

  @Override
  public Stream<List<String>> names() {
    return Stream.of(List.of("front", "back"));
  }

  @Override
  public Stream<Tensor> frames(List<Tensor> like) {
    return like.stream();
  }

  @Override
  public void open(String door) {}
}
