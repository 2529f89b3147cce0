// error: EW2009
// file: wrong/a/Service.java
package wrong.a;

import dev.edgewise.annotations.*;

@EdgeService
public interface Service {
  void take(int x) throws wrong.b.Trouble; // <- here

  record End(int x) {}
}
// file: wrong/b/Trouble.java
package wrong.b;

public class Trouble extends Exception {
  private final wrong.a.Service.End end;

  public Trouble(wrong.a.Service.End end) {
    this.end = end;
  }

  public wrong.a.Service.End end() {
    return end;
  }
}
