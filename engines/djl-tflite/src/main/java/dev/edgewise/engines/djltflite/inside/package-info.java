/** What is loaded beside DJL's classes and speaks with them. Nothing outside may link it. */
@NullMarked
package dev.edgewise.engines.djltflite.inside;

import org.jspecify.annotations.NullMarked;
