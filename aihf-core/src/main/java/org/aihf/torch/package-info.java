/**
 * The only package of core that knows DJL and libtorch: runtime, TorchScript kernels, optimiser,
 * safetensors.
 */
@NullMarked
package org.aihf.torch;

import org.jspecify.annotations.NullMarked;
