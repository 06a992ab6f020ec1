/** The {@code unit430} command: the only place where simulator, energy and firmware meet. */
package org.unit430.cli;
