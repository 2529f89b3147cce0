@NullMarked
package dev.edgewise.lab.serve;

import org.jspecify.annotations.NullMarked;
