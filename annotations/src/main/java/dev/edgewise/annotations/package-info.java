/**
 * What a developer writes on interfaces, bodies and data, and the enums that these annotations
 * take. No logic lives here: the annotation processor reads the annotations at compile time and
 * nothing reads them at run time.
 */
@NullMarked
package dev.edgewise.annotations;

import org.jspecify.annotations.NullMarked;
