/* The board: what says something, what ends the program, and how much memory is used. */
#ifndef BOARD_H
#define BOARD_H

#include <stddef.h>
#include <stdint.h>

void say(const char *text);
void say_bytes(const char *bytes, size_t len);
/* "what name number" as a line. */
void say_number(const char *what, const char *name, size_t number);
/* Ends the program. */
void leave(uint32_t code);

/* All memory that nothing else has. */
char *room(size_t *len);

/* Paints the stack below the caller. */
void stack_paint(void);
/* How many bytes of the stack have been used since. */
size_t stack_used(void);

#endif
