package right;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;

record Greeting(int x) {}
