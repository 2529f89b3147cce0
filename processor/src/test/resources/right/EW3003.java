package right;

import dev.edgewise.annotations.*;
import java.util.*;
import java.util.stream.*;

@Reserved(numbers = 1, names = "cam")
record Frame(String camera) {}
