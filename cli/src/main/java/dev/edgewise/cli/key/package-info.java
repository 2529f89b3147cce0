/** API keys, for callers of the gateway who have no certificate: {@code edgewise key}. */
@NullMarked
package dev.edgewise.cli.key;

import org.jspecify.annotations.NullMarked;
