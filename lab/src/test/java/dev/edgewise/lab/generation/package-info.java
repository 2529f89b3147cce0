/** Tests of how streams are judged whose nodes were lost. */
@NullMarked
package dev.edgewise.lab.generation;

import org.jspecify.annotations.NullMarked;
