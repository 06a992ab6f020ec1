/** Model cards: what a workload's networks were made of and what they are worth. */
package org.unit430.cli.card;
