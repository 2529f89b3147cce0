// error: EW2009, on its page
// file: wrong/a/Service.java
package wrong.a;

import dev.edgewise.annotations.*;

@EdgeService
public interface Service {
  void take(wrong.b.Middle middle); // <- here

  record End(int x) {}
}
// file: wrong/b/Middle.java
package wrong.b;

public record Middle(wrong.a.Service.End end) {}
