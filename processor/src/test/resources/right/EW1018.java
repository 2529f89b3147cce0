package right;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;

record Guess(String what, @Confidence double sure) {}
