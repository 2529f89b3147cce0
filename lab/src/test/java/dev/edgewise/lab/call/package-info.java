@NullMarked
package dev.edgewise.lab.call;

import org.jspecify.annotations.NullMarked;
