@NullMarked
package dev.edgewise.cli.demo;

import org.jspecify.annotations.NullMarked;
