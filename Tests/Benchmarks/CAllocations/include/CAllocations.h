#pragma once
#include <stdint.h>

/// How often this thread has asked the heap for memory since it began.
uint64_t tapedeck_allocation_count(void);
