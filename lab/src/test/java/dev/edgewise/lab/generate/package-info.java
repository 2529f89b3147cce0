@NullMarked
package dev.edgewise.lab.generate;

import org.jspecify.annotations.NullMarked;
