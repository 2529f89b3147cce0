/** A CA for tests. Names no type of Edgewise, so that the tests of every module can use it. */
@NullMarked
package dev.edgewise.testca;

import org.jspecify.annotations.NullMarked;
