/** What a user gets who copies {@code samples/standalone}: it compiles, packs and runs. */
@NullMarked
package dev.edgewise.standalone;

import org.jspecify.annotations.NullMarked;
