@NullMarked
package org.aihf.examples;

import org.jspecify.annotations.NullMarked;
