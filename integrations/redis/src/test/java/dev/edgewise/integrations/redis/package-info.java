/** Tests of the shared tier. */
@NullMarked
package dev.edgewise.integrations.redis;

import org.jspecify.annotations.NullMarked;
