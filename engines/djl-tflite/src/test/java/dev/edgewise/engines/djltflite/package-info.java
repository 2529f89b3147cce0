/** Tests. */
@NullMarked
package dev.edgewise.engines.djltflite;

import org.jspecify.annotations.NullMarked;
