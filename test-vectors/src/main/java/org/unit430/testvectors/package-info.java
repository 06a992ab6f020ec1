/** Results that came from an authority, and the way tests reach them. */
package org.unit430.testvectors;
