@NullMarked
package dev.edgewise.proto;

import org.jspecify.annotations.NullMarked;
