/** Tests of the messages of models. */
@NullMarked
package dev.edgewise.sdk.spi.model;

import org.jspecify.annotations.NullMarked;
