/** Training jobs and their ranks as messages. */
@NullMarked
package dev.edgewise.sdk.wire.training;

import org.jspecify.annotations.NullMarked;
