/**
 * Initial access tokens: what they are, who issues, revokes and spends them.
 */
@NullMarked
package io.github.opendcr.token;

import org.jspecify.annotations.NullMarked;
