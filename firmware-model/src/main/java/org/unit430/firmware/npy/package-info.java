/** NumPy's array files: NPY, and NPZ archives of them. */
package org.unit430.firmware.npy;
