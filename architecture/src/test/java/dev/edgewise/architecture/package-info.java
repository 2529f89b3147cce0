/**
 * What spans modules, held by tests: which module may use which, where gRPC may be seen, where the
 * clock may be read, how things are named, and that the documents list what the code has.
 */
@NullMarked
package dev.edgewise.architecture;

import org.jspecify.annotations.NullMarked;
