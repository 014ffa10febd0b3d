/**
 * Client keys: what a client may register of them, and which ones it has now.
 */
@NullMarked
package io.github.opendcr.keys;

import org.jspecify.annotations.NullMarked;
