/* faulty-rows.h - what is wrong with lesson files, and in which line: rows of test-scenario.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
{ 2, "Titel=T", NULL, "1: [Scenario] needs the key Title\n2: [Scenario] has no key 'Titel'; did you mean 'Title'?" },
