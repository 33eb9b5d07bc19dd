#pragma once
#include <stddef.h>
#include <stdint.h>

// The entry point of libFuzzer for a program that has a main function of its own.
int LLVMFuzzerRunDriver(
    int *argumentCount, char ***arguments, int (*test)(const uint8_t *bytes, size_t count));
