/** Tests of the questions with known truth and of what is made of them. */
@NullMarked
package dev.edgewise.lab.cache;

import org.jspecify.annotations.NullMarked;
