# Install, package config with version file, pkg-config.
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

set(baton_config_dir "${CMAKE_INSTALL_LIBDIR}/cmake/baton")
install(DIRECTORY include/baton DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" FILES_MATCHING PATTERN "*.hpp")
install(TARGETS ${baton_targets} EXPORT batonTargets)
install(EXPORT batonTargets NAMESPACE baton:: DESTINATION "${baton_config_dir}")
configure_package_config_file(cmake/batonConfig.cmake.in batonConfig.cmake INSTALL_DESTINATION "${baton_config_dir}")
write_basic_package_version_file(batonConfigVersion.cmake COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
install(FILES "${CMAKE_CURRENT_BINARY_DIR}/batonConfig.cmake" "${CMAKE_CURRENT_BINARY_DIR}/batonConfigVersion.cmake"
    DESTINATION "${baton_config_dir}")
configure_file(cmake/baton.pc.in baton.pc @ONLY)
install(FILES "${CMAKE_CURRENT_BINARY_DIR}/baton.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
