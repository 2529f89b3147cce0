package right;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;

@Reserved(numbers = 2, names = "exposure")
record Frame(String cam) {}
