package right;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;

record End(int x) {}
