/** Facts about silicon that predictions are compared with. */
package org.unit430.energy.validation;
