/*
 * Loaded in front of the C library (LD_PRELOAD): passes every allocation on, and counts those that
 * the code of one library asks for. Its name, or a part of it, is in WATCHED.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <link.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);
void __libc_free(void *old);

static uintptr_t start, end;
static unsigned long watched, others;

static void count(const void *caller)
{
    const uintptr_t address = (uintptr_t)caller;
    (*(address >= start && address < end ? &watched : &others))++;
}

#define COUNT() count(__builtin_return_address(0))

void *malloc(size_t size)
{
    COUNT();
    return __libc_malloc(size);
}

void *calloc(size_t n, size_t size)
{
    COUNT();
    return __libc_calloc(n, size);
}

void *realloc(void *old, size_t size)
{
    COUNT();
    return __libc_realloc(old, size);
}

void *memalign(size_t alignment, size_t size)
{
    COUNT();
    return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
    COUNT();
    return __libc_memalign(alignment, size);
}

int posix_memalign(void **place, size_t alignment, size_t size)
{
    COUNT();
    *place = __libc_memalign(alignment, size);
    return *place ? 0 : ENOMEM;
}

void free(void *old)
{
    COUNT();
    __libc_free(old);
}

static int find(struct dl_phdr_info *info, size_t size, void *name)
{
    int i;
    (void)size;
    if (!strstr(info->dlpi_name, (const char *)name))
        return 0;
    for (i = 0; i < info->dlpi_phnum; i++)
        if (info->dlpi_phdr[i].p_type == PT_LOAD && info->dlpi_phdr[i].p_flags & PF_X) {
            start = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr;
            end = start + info->dlpi_phdr[i].p_memsz;
        }
    return 1;
}

__attribute__((constructor)) static void begin(void)
{
    char *name = getenv("WATCHED");
    if (!name || !dl_iterate_phdr(find, name) || start == end) {
        fprintf(stderr, "watch: the program has no library of the name in WATCHED\n");
        _Exit(3);
    }
}

__attribute__((destructor)) static void say(void)
{
    const unsigned long of_it = watched, of_others = others;
    fprintf(stderr, "watch: %lu by the library, %lu by others\n", of_it, of_others);
}
