/* What is public although it was computed from a secret. */
#ifndef DECLARED_H
#define DECLARED_H

/* How often the verdict was asked for since `declare`. */
extern unsigned verdicts;

/* What a path may treat as public. */
enum declared { NOTHING, VERDICT, VERDICT_AND_TEXT };

/* Before a path. */
void declare(enum declared what);

#endif
