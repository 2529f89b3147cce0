package right;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;

@EdgeService
interface Album {
  Stream<Found> index(List<String> pictures);

  record Found(String picture, int faces) {}
}
